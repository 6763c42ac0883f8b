package io.foyer.gateway.rooms;

import io.foyer.admission.token.Ticket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ticket that a connection brought last, and what it was given for it. As long as its requests bring the same bytes, or
 * those that were given, nothing is verified; a ticket signed just now is given once more instead of being signed again. One
 * connection uses it, on its event loop.
 */
final class TicketMemo {
    private final CredentialReader reader;
    private byte[] brought;
    private Ticket ticket;
    private @Nullable Given given;
    private long presentNotedSeconds;

    private record Given(Ticket.Numbered ticket, String token, boolean secure, Answers.WaitAnswer answer) {}

    /** @param reader what verified the ticket: with other keys comes another one, and the memo is of no more use */
    TicketMemo(CredentialReader reader, byte[] brought, Ticket ticket) {
        this.reader = reader;
        this.brought = brought;
        this.ticket = ticket;
    }

    boolean isOf(CredentialReader other) {
        return reader == other;
    }

    /** The ticket that the bytes are, if they are known and still in force. */
    @Nullable
    Ticket ticketOf(byte[] array, int start, int end, long nowSeconds) {
        if (!Arrays.equals(brought, 0, brought.length, array, start, end) && !takeGiven(array, start, end)) {
            return null;
        }
        return nowSeconds < ticket.life().endsAtSeconds() ? ticket : null;
    }

    private boolean takeGiven(byte[] array, int start, int end) {
        Given last = given;
        if (last == null || !isText(last.token(), array, start, end)) {
            return false;
        }
        brought = Arrays.copyOfRange(array, start, end);
        ticket = last.ticket();
        return true;
    }

    private static boolean isText(String token, byte[] array, int start, int end) {
        if (token.length() != end - start) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            if (array[start + i] != token.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean holds(Ticket other) {
        return ticket == other;
    }

    /** What the connection was given last in exchange for this very ticket. */
    Ticket.@Nullable Numbered givenFor(Ticket.Numbered now) {
        return given != null && ticket == now ? given.ticket() : null;
    }

    /** The answer that brought this ticket to the buyer, if it would be the same again. */
    Answers.@Nullable WaitAnswer answerFor(Ticket now, boolean secure) {
        return given != null && given.ticket() == now && given.secure() == secure ? given.answer() : null;
    }

    void give(Ticket.Numbered now, String token, boolean secure, Answers.WaitAnswer answer) {
        given = new Given(now, token, secure, answer);
    }

    /** Whether the buyer was not noted as present this second; the store is told once a second. */
    boolean isPresenceDue(long nowSeconds) {
        boolean due = nowSeconds != presentNotedSeconds;
        presentNotedSeconds = nowSeconds;
        return due;
    }
}

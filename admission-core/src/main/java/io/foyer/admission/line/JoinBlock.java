package io.foyer.admission.line;

/**
 * All who arrived at one gateway since its last join. A gateway sends one block at a time and numbers its blocks, so a
 * block that is sent again after a lost reply gets the numbers it already has.
 *
 * @param gateway the sender: a name of this gateway process, new at each start
 * @param sequence rises with every new block of this gateway process; an older one is answered with NotOpen
 * @param size how many places are wanted, at least 1
 * @param era the era that the gateway believes in
 */
public record JoinBlock(String gateway, long sequence, int size, long era) {
    public JoinBlock {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
    }
}

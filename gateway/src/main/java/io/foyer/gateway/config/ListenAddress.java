package io.foyer.gateway.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a listener's connections come in. */
public sealed interface ListenAddress permits BindAddress, ListenAddress.Unix, ListenAddress.Inherited {
    /** The longest path of a unix socket, in bytes; the kernel keeps one more for its end. */
    int UNIX_PATH_MAX = 100;

    <T> T fold(Function<BindAddress, T> tcp, Function<Unix, T> unix, Function<Inherited, T> inherited);

    /** @throws IllegalArgumentException when {@code text} is none of {@code host:port}, {@code unix:/path} and {@code fd:3} */
    static ListenAddress parse(String text) {
        if (text.startsWith("unix:")) {
            return Unix.parse(text);
        }
        return text.startsWith("fd:") ? Inherited.parse(text) : BindAddress.parse(text);
    }

    /** A unix socket, made by the listener and removed when it ends. */
    record Unix(String path) implements ListenAddress {
        static Unix parse(String text) {
            String path = text.substring("unix:".length());
            if (!path.startsWith("/") || path.length() > UNIX_PATH_MAX) {
                throw new IllegalArgumentException("'" + text + "' (expected: unix: and a path from '/', at most "
                        + UNIX_PATH_MAX + " characters)");
            }
            return new Unix(path);
        }

        @Override
        public <T> T fold(Function<BindAddress, T> tcp, Function<Unix, T> unix, Function<Inherited, T> inherited) {
            return unix.apply(this);
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A listening socket that whoever started the process has opened, such as systemd. */
    record Inherited(int fd) implements ListenAddress {
        private static final Pattern FORM = Pattern.compile("fd:([0-9]{1,4})");
        private static final int FIRST = 3;

        static Inherited parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < FIRST) {
                throw new IllegalArgumentException("'" + text + "' (expected: fd:3 or a higher number)");
            }
            return new Inherited(Integer.parseInt(matcher.group(1)));
        }

        @Override
        public <T> T fold(Function<BindAddress, T> tcp, Function<Unix, T> unix, Function<Inherited, T> inherited) {
            return inherited.apply(this);
        }

        @Override
        public String toString() {
            return "fd:" + fd;
        }
    }
}

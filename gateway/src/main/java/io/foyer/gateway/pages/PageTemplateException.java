package io.foyer.gateway.pages;

/** A template that cannot be used; the message names the file and, where known, the line. */
public final class PageTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PageTemplateException(String message) {
        super(message);
    }
}

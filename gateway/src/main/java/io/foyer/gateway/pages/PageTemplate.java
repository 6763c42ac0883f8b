package io.foyer.gateway.pages;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;

/** A Mustache template (logic-less, escaping by default), with errors that say where. */
public final class PageTemplate {
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(true)
            .withLoader(name -> {
                throw new MustacheException("a page is one file: {{>" + name + "}} cannot be included");
            });

    private final String name;
    private final Template template;

    private PageTemplate(String name, Template template) {
        this.name = name;
        this.template = template;
    }

    /** The buyer's page as it ships. */
    public static PageTemplate builtIn() {
        return resource("room.mustache");
    }

    /**
     * Compiles an operator's own template. It may use the variables of pages/room.mustache, every text of the language by its
     * key, and the sections {@code isWaiting}, {@code isNext}, {@code isEntering}, {@code isPaused}, {@code isAway},
     * {@code isArriving}, {@code isLobby}, {@code isClosed} and {@code isNone}. What differs by buyer is escaped even in triple
     * braces, and cannot steer a section: {@code noMessage}, {@code noRoom} and {@code noPace} are the attribute
     * {@code hidden} where there is nothing to show.
     *
     * @param name how messages call it, such as its path
     * @throws PageTemplateException when it is not valid Mustache
     */
    public static PageTemplate compile(String name, String source) {
        try {
            return new PageTemplate(name, COMPILER.compile(source));
        } catch (MustacheException e) {
            throw new PageTemplateException(name + ": " + e.getMessage());
        }
    }

    static PageTemplate resource(String file) {
        return compile("pages/" + file, Resources.text("/pages/" + file));
    }

    String render(Map<String, Object> variables) {
        try {
            return template.execute(variables);
        } catch (MustacheException e) {
            throw new PageTemplateException(name + ": " + e.getMessage());
        }
    }

    String name() {
        return name;
    }
}

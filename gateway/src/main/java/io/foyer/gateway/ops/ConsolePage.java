package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.foyer.gateway.exchange.Answer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** What the console's pages have in common: one response each, without script, that loads nothing. */
final class ConsolePage {
    private static final String STYLE = OpsFiles.text("console.css");
    private static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'; style-src 'sha256-" + sha256(STYLE) + "'";

    private final Template template;

    ConsolePage(String file) {
        this.template = Mustache.compiler().compile(OpsFiles.text(file));
    }

    Answer answer(int status, Map<String, Object> view) {
        Map<String, Object> all = new HashMap<>(view);
        all.put("style", STYLE);
        return OpsAnswers.html(status, template.execute(all), POLICY);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

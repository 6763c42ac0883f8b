package io.foyer.gateway;

import io.foyer.gateway.edge.ErrorAnswers;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.ErrorPages;
import io.foyer.gateway.pages.Fault;
import io.foyer.gateway.pages.PageAnswer;
import io.foyer.gateway.pages.Representation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the errors of edge and proxy the look and the languages of the pages. Any event loop may call. */
final class EdgeErrors implements ErrorAnswers {
    private volatile ErrorPages pages;

    EdgeErrors(List<String> languages) {
        pages = new ErrorPages(languages);
    }

    void use(List<String> languages) {
        pages = new ErrorPages(languages);
    }

    @Override
    public Answer error(int status, String detail, @Nullable RequestHead request) {
        PageAnswer page = request == null
                ? pages.answer(Fault.ofStatus(status), Representation.TEXT, null, detail)
                : pages.answer(
                        Fault.ofStatus(status),
                        Representation.of(request.header("accept")),
                        request.header("accept-language"),
                        detail);
        return new Answer(page.status(), page.headerLines(), page.body());
    }
}

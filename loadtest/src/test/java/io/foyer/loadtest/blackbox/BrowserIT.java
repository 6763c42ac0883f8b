package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.process.RoomRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody with a real browser comes behind a crowd, waits in the page, gets in by itself and orders. */
final class BrowserIT {
    private static final int AHEAD = 20;
    private static final double ENTER_WITHIN_MILLIS = 120_000;
    private static final RoomRules RULES =
            new RoomRules(60, 5, 1_000, 1, Duration.ofSeconds(1), Duration.ofSeconds(3), "Tickets are going fast.");

    private static Chromium chromium;

    private Deployment deployment;
    private Crowd crowd;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        deployment = Deployment.start(RULES, 1);
        crowd = Crowd.open(CrowdPlan.against(deployment.urls()));
        crowd.send(AHEAD, Arrivals.burst());
        await().atMost(Duration.ofSeconds(20)).until(() -> crowd.counts().arrived() == AHEAD);
        await().atMost(Duration.ofSeconds(20)).until(() -> crowd.counts().waiting() > AHEAD / 2);
    }

    @AfterEach
    void close() {
        crowd.close();
        deployment.close();
    }

    @Test
    void withScript_waitsSeesThePlaceMove_entersByItselfAndOrders() {
        try (BrowserContext context = chromium.withScript()) {
            Page page = waitInLine(context);
            String before = page.locator("#ahead").textContent();
            page.waitForCondition(
                    () -> !page.locator("#ahead").textContent().equals(before)
                            || page.locator("text=Order tickets").count() > 0,
                    new Page.WaitForConditionOptions().setTimeout(ENTER_WITHIN_MILLIS));

            enterAndOrder(page);
        }
    }

    @Test
    void withoutScript_waitsEntersByItselfAndOrders() {
        try (BrowserContext context = chromium.withoutScript()) {
            enterAndOrder(waitInLine(context));
        }
    }

    private Page waitInLine(BrowserContext context) {
        Page page = context.newPage();
        Response first = page.navigate(deployment.gateway(0).url() + "/events/summer-final");
        assertThat(first.status()).isEqualTo(503);
        assertThat(page.locator("text=Order tickets").count())
                .as("the shop is not shown yet")
                .isZero();
        assertThat(page.locator("#ahead").textContent()).matches("\\d+");
        return page;
    }

    private void enterAndOrder(Page page) {
        page.waitForSelector("text=Order tickets", new Page.WaitForSelectorOptions().setTimeout(ENTER_WITHIN_MILLIS));
        assertThat(page.url()).endsWith("/events/summer-final");
        page.click("text=Order tickets");
        page.waitForSelector("text=You have your tickets.");
        List<String> cookies =
                page.context().cookies().stream().map(cookie -> cookie.name).toList();
        assertThat(cookies).contains("foyer-ticket");
        String number = deployment
                .shop()
                .orders()
                .get(deployment.shop().orders().size() - 1)
                .number();
        assertThat(number).as("the shop is told the place").isNotNull();
    }
}

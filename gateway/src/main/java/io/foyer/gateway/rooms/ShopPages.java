package io.foyer.gateway.rooms;

import io.foyer.admission.wait.PollPlan;
import io.foyer.gateway.config.PageConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.pages.PageSettings;
import io.foyer.gateway.pages.PageTemplate;
import io.foyer.gateway.pages.RoomPage;

/** What the waiting buyers of a shop see, and how often their pages ask. */
record ShopPages(RoomPage room, PollPlan polls) {
    static ShopPages of(PageConfig page, ShopConfig shop) {
        PageTemplate template = page.template()
                .map(text -> PageTemplate.compile("page.template", text))
                .orElseGet(PageTemplate::builtIn);
        return new ShopPages(
                new RoomPage(new PageSettings(page.status(), page.languages(), shop.prefix(), template)),
                new PollPlan(page.pollMin(), page.pollMax(), shop.place().absentAfter()));
    }
}

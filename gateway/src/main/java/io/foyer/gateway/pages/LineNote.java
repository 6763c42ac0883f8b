package io.foyer.gateway.pages;

/** What there is to say of a line just now, in the buyer's language: why it goes as it goes. */
public enum LineNote {
    SHOP_SLOW("noteShopSlow"),
    SHOP_RECOVERS("noteShopRecovers"),
    SHOP_BACK("noteShopBack"),
    FASTER("noteFaster"),
    SLOWER("noteSlower"),
    STOOD_STILL("noteStoodStill"),
    OTHERS_RETURNED("noteOthersReturned");

    private final String key;

    LineNote(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}

package io.foyer.admission.line;

/**
 * What a gateway tells the store about the lobby of a drawn sale.
 *
 * @param plan when it opens and when it is drawn
 * @param commitment to the key of {@code plan}'s sale, should its lobby open now
 * @param known what the gateway remembers, for a store that lost it
 * @param drawingMillis nobody is called for this long after the draw, unless presence has been carried over before
 */
public record LobbyCall(SalePlan plan, String commitment, Lobby known, long drawingMillis) {}

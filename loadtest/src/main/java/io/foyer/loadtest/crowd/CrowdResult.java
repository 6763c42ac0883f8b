package io.foyer.loadtest.crowd;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a crowd saw.
 *
 * @param latenciesMicros from the time a request was meant to be sent until its answer was complete
 * @param errors failures by kind, such as a refused connection or a place that was lost
 */
public record CrowdResult(List<Visit> visits, Map<RequestKind, Histogram> latenciesMicros, Map<String, Long> errors) {}

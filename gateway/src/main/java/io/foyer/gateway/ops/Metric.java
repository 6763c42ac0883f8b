package io.foyer.gateway.ops;

import static io.foyer.gateway.ops.Metric.Type.COUNTER;
import static io.foyer.gateway.ops.Metric.Type.GAUGE;
import static io.foyer.gateway.ops.Metric.Type.TIMER;

import java.util.List;

/**
 * Every meter of Foyer's own: name, type, help and labels, as Prometheus shows them. Base units only; labels have few values,
 * all from the config or from an enum, never a buyer, a path or an address. The JVM's and the process' meters come beside
 * these under their usual names.
 */
public enum Metric {
    REQUESTS(
            COUNTER,
            "foyer_requests_total",
            "Requests finished, by what was decided and class of status.",
            "shop",
            "decision",
            "status"),
    REQUEST_DURATION(
            TIMER,
            "foyer_request_duration_seconds",
            "From a request's first byte to the last byte of its answer, time held included.",
            "shop",
            "answered_by"),
    REQUESTS_CUT(
            COUNTER,
            "foyer_requests_cut_total",
            "Requests that ended before their answer did, by who ended them.",
            "shop",
            "by"),
    RECEIVED(COUNTER, "foyer_received_bytes_total", "Bytes of requests from buyers.", "shop"),
    SENT(COUNTER, "foyer_sent_bytes_total", "Bytes of answers to buyers.", "shop"),

    CONNECTIONS(GAUGE, "foyer_connections", "Open connections from buyers.", "listener"),
    CONNECTIONS_ACCEPTED(COUNTER, "foyer_connections_accepted_total", "Connections accepted.", "listener"),
    CONNECTIONS_REFUSED(
            COUNTER,
            "foyer_connections_refused_total",
            "Connections closed at once because the listener's limit was reached.",
            "listener"),

    TLS_HANDSHAKES(COUNTER, "foyer_tls_handshakes_total", "TLS handshakes that succeeded.", "listener", "version"),
    TLS_FAILURES(
            COUNTER,
            "foyer_tls_handshake_failures_total",
            "TLS handshakes that came to nothing, by reason.",
            "listener",
            "reason"),
    HTTP2_FLOODS(
            COUNTER,
            "foyer_http2_floods_total",
            "HTTP/2 connections closed because they sent too many frames of a kind.",
            "listener",
            "kind"),
    TLS_EXPIRY(
            GAUGE,
            "foyer_tls_certificate_expiry_timestamp_seconds",
            "When the first of the listener's certificates expires, in seconds since 1970.",
            "listener"),
    LIMITS_REACHED(
            COUNTER, "foyer_limits_reached_total", "Times that a client ran into a limit and was refused.", "limit"),
    CLIENT_ADDRESSES(
            GAUGE,
            "foyer_client_addresses",
            "Client addresses with an open connection, loopback left out.",
            "listener"),
    CACHE_EVICTIONS(
            COUNTER, "foyer_cache_evictions_total", "Entries that a cache forgot because it was full.", "cache"),
    RECALL_ENTRIES(
            GAUGE,
            "foyer_recall_entries",
            "What this gateway remembers in case the store is away or has lost it: grants (admissions and ends), orders (of the"
                    + " last minute and under way) or credits (passes that ordered).",
            "memory"),
    RECALL_DROPPED(
            COUNTER, "foyer_recall_dropped_total", "Entries that such a memory forgot because it was full.", "memory"),
    MEMORY_USED(
            GAUGE,
            "foyer_memory_used_ratio",
            "Share in use of the heap, as its last collection left it, and of the memory for network buffers.",
            "memory"),
    OVERLOAD_STAGE(
            GAUGE,
            "foyer_overload_stage",
            "What is shed for want of memory: 0 nothing, 1 newcomers, 2 all without a pass, 3 new connections."),

    UPGRADED(GAUGE, "foyer_upgraded_connections", "Open connections that became a WebSocket or the like.", "shop"),

    UPSTREAM_CONNECTIONS(GAUGE, "foyer_upstream_connections", "Open connections to the shop's servers.", "shop"),
    UPSTREAM_STREAMS(
            GAUGE, "foyer_upstream_streams", "Requests under way on HTTP/2 connections to the shop's servers.", "shop"),
    UPSTREAM_CONNECT(
            TIMER,
            "foyer_upstream_connect_duration_seconds",
            "From trying to connect to the shop until the connection can be used.",
            "shop"),
    UPSTREAM_WAIT(
            TIMER,
            "foyer_upstream_wait_duration_seconds",
            "How long requests waited because all connections to the shop were busy.",
            "shop"),
    UPSTREAM_RESPONSE(
            TIMER,
            "foyer_upstream_response_duration_seconds",
            "From having a connection to the head of the shop's response.",
            "shop"),
    UPSTREAM_REUSED(COUNTER, "foyer_upstream_reused_connections_total", "Requests sent on a kept connection.", "shop"),
    UPSTREAM_RETRIED(
            COUNTER,
            "foyer_upstream_retries_total",
            "Requests sent once more because the kept connection was dead.",
            "shop"),
    UPSTREAM_FAILURES(
            COUNTER,
            "foyer_upstream_failures_total",
            "Requests to the shop that got no whole response, by reason.",
            "shop",
            "reason"),

    ORDERS_BUDGET(GAUGE, "foyer_orders_per_minute_budget", "Orders the shop may create in any 60 s.", "shop"),
    ORDERS_LAST_MINUTE(
            GAUGE,
            "foyer_orders_last_minute",
            "Orders that count against the 60 s window, those under way included.",
            "shop"),
    ORDERS_5S_BUDGET(GAUGE, "foyer_orders_per_5s_budget", "Orders the shop may create in any 5 s.", "shop"),
    ORDERS_LAST_5S(
            GAUGE,
            "foyer_orders_last_5s",
            "Orders that count against the 5 s window, those under way included.",
            "shop"),
    ORDERS_HELD(GAUGE, "foyer_orders_held", "Orders that wait for a slot in a window.", "shop"),
    ORDERS_HELD_HERE(GAUGE, "foyer_orders_held_here", "Orders that wait for a slot at this gateway.", "shop"),
    ORDER_HOLD(TIMER, "foyer_order_hold_duration_seconds", "How long held orders waited for their slot.", "shop"),
    ORDERS_REFUSED(
            COUNTER,
            "foyer_orders_refused_total",
            "Orders that found no slot within order-hold, or too many others waiting; the credit is kept.",
            "shop"),
    ORDERS_LOCAL(
            COUNTER,
            "foyer_orders_on_local_share_total",
            "Orders that went ahead on this gateway's own share because the store is away.",
            "shop"),
    OPEN_DOOR(
            GAUGE,
            "foyer_open_door_buyers",
            "Buyers who ask this gateway to let them in without the store, or were let in, by state: waiting or inside.",
            "shop",
            "state"),
    ORDER_RESULTS_FORGOTTEN(
            COUNTER,
            "foyer_order_results_forgotten_total",
            "Orders whose end could not be kept for the store, which then counts them as created.",
            "shop",
            "room"),
    ACTIVE_BUYERS_BUDGET(GAUGE, "foyer_active_buyers_budget", "Buyers that may shop at once.", "shop"),
    PACING_ORDER_SHARE(
            GAUGE,
            "foyer_pacing_order_share_ratio",
            "Orders per call, as pacing has learned; falls from 1 as a sale goes on.",
            "shop"),
    PACING_CHECKOUT(
            GAUGE, "foyer_pacing_checkout_seconds", "From the call to the order, as pacing has learned.", "shop"),
    PACING_EXPECTED(
            GAUGE, "foyer_pacing_orders_expected", "Orders that those called so far are expected to make yet.", "shop"),
    PACING_PASSES(
            GAUGE,
            "foyer_pacing_passes_outstanding",
            "Active buyers, and buyers called who have yet to fetch their pass.",
            "shop"),
    PACING_AIM(
            GAUGE,
            "foyer_pacing_aim_ratio",
            "The part of the budget that pacing aims at; above 1 it makes up for buyers who leave.",
            "shop"),
    PACING_CALLS(
            GAUGE,
            "foyer_pacing_calls_per_second",
            "Calls per second of all rooms, by this gateway's last plan.",
            "shop"),
    SHOP_HEALTH(
            GAUGE,
            "foyer_shop_health_ratio",
            "The part of the budget that the shop is taken to bear just now, as this gateway sees it.",
            "shop"),
    SHOP_LIMITED(
            GAUGE,
            "foyer_shop_health_limited",
            "1 for the reason why a shop is called for more slowly than its budget allows.",
            "shop",
            "reason"),
    GATEWAYS(GAUGE, "foyer_gateways", "Gateways on the same store heard from lately.", "shop"),

    ROOM_ERA(GAUGE, "foyer_room_era", "The era of the room's line.", "shop", "room"),
    ROOM_TAIL(GAUGE, "foyer_room_tail_number", "The highest number given out in the era.", "shop", "room"),
    ROOM_SERVING(GAUGE, "foyer_room_serving_position", "Numbers up to this one have been called.", "shop", "room"),
    ROOM_WAITING(GAUGE, "foyer_room_waiting_buyers", "Present buyers who wait.", "shop", "room"),
    ROOM_CALLED(COUNTER, "foyer_room_called_total", "Buyers called since the era began.", "shop", "room"),
    ROOM_CALLED_BY_HAND(
            COUNTER,
            "foyer_room_called_by_hand_total",
            "Buyers called because an operator asked for it, through this gateway.",
            "shop",
            "room"),
    ROOM_ADMITTED(COUNTER, "foyer_room_admitted_total", "Tickets admitted since the era began.", "shop", "room"),
    ROOM_ORDERED(
            COUNTER,
            "foyer_room_orders_total",
            "Orders created on the room's passes since the era began.",
            "shop",
            "room"),
    ROOM_OWED(
            GAUGE,
            "foyer_room_returned_buyers",
            "Buyers who came back after their call and go in next.",
            "shop",
            "room"),
    ROOM_ACTIVE(
            GAUGE,
            "foyer_room_active_buyers",
            "Buyers with a pass who were heard from within the idle limit.",
            "shop",
            "room"),
    ROOM_PHASE(
            GAUGE,
            "foyer_room_phase",
            "1 for how far the room's planned sale has come: planned, lobby, open or ended. A room without one is open.",
            "shop",
            "room",
            "phase"),
    ROOM_PAUSED(GAUGE, "foyer_room_paused", "1 while an operator has stopped the calls.", "shop", "room"),

    WAIT_PROMISES(
            COUNTER,
            "foyer_wait_promises_total",
            "Waits told to the newest in line, once in 5 s, by how the call came: early, within the range, or late. Four in five should be within.",
            "shop",
            "room",
            "result"),
    ROOM_CODES(
            COUNTER,
            "foyer_room_codes_total",
            "Invitation codes brought, by what became of them: shown, placed, placed_before, not_needed, used_up or invalid.",
            "shop",
            "room",
            "result"),
    CRAWLER_LOOKUPS(
            COUNTER,
            "foyer_crawler_lookups_total",
            "Addresses of clients that say they are crawlers, looked up, by how it ended: verified, other, failed or refused.",
            "result"),
    ROOM_JOINING(
            GAUGE, "foyer_room_joining_buyers", "Newcomers at this gateway who wait for a number.", "shop", "room"),
    ROOM_STORE_LOST(
            COUNTER,
            "foyer_room_store_losses_total",
            "Times that the store stopped answering for the room.",
            "shop",
            "room"),
    ROOM_ERA_ALARMS(
            COUNTER,
            "foyer_room_era_alarms_total",
            "Valid tickets that named an era far in the future and were ignored.",
            "shop",
            "room"),
    PRESENCE_OVERFLOWS(
            COUNTER,
            "foyer_presence_overflows_total",
            "Buyers heard from but not noted, because too many were to be told to the store."),

    UPSTREAM_UP(GAUGE, "foyer_upstream_up", "1 while the shop has a server that can take requests.", "shop"),
    UPSTREAM_SERVER_UP(
            GAUGE, "foyer_upstream_server_up", "1 while the server counts as healthy.", "shop", "zone", "server"),

    STORE_UP(GAUGE, "foyer_store_up", "1 while the store answers."),
    CONFIG_RELOAD_OK(GAUGE, "foyer_config_last_reload_successful", "1 if the last reload of the config took effect."),
    CONFIG_RELOAD_TIME(
            GAUGE,
            "foyer_config_last_reload_success_timestamp_seconds",
            "When the config in force was loaded, in seconds since 1970."),
    READY(GAUGE, "foyer_ready", "1 while this gateway takes traffic."),
    BUILD_INFO(GAUGE, "foyer_build_info", "Always 1; the labels say what runs.", "version", "node"),
    LOG_LINES_DROPPED(
            COUNTER, "foyer_log_lines_dropped_total", "Log lines dropped because the output is too slow.", "log"),
    SCRAPES_REFUSED(COUNTER, "foyer_scrapes_refused_total", "Scrapes refused because too many were under way."),
    DIRECT_MEMORY(GAUGE, "foyer_buffer_memory_bytes", "Direct memory that network buffers hold.");

    /** What Prometheus takes it for; a timer is a histogram. */
    public enum Type {
        COUNTER,
        GAUGE,
        TIMER
    }

    private final Type type;
    private final String prometheusName;
    private final String help;
    private final List<String> labels;

    Metric(Type type, String prometheusName, String help, String... labels) {
        this.type = type;
        this.prometheusName = prometheusName;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Type type() {
        return type;
    }

    /** With the suffixes that Prometheus wants: {@code _total} and the base unit. */
    public String prometheusName() {
        return prometheusName;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** Without the suffix that the registry adds by type. */
    String baseName() {
        String name = prometheusName;
        if (type == COUNTER) {
            name = name.substring(0, name.length() - "_total".length());
        } else if (type == TIMER) {
            name = name.substring(0, name.length() - "_seconds".length());
        }
        return name;
    }
}

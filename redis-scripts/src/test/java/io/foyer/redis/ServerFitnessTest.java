package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFitnessTest {

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.11", "7.0.15", "8.2.1"})
    void problem_supportedMaster_none(String version) {
        assertThat(server(version, "master", "noeviction").problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "2.8.0", "unknown"})
    void problem_tooOld_saysWhatWasFound(String version) {
        assertThat(server(version, "master", "noeviction").problem())
                .contains("found Redis " + version + ", need 6.2 or newer (or Valkey)");
    }

    @Test
    void problem_replica_isRefused() {
        assertThat(server("7.0.15", "slave", "noeviction").problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("need the master"));
    }

    @Test
    void warnings_evictingPolicy_isSaid() {
        assertThat(server("7.0.15", "master", "noeviction").warnings()).isEmpty();
        assertThat(server("7.0.15", "master", "allkeys-lru").warnings())
                .singleElement()
                .asString()
                .contains("allkeys-lru", "noeviction");
    }

    private static ServerFitness server(String version, String role, String policy) {
        return new ServerFitness(
                "# Server\r\nredis_version:" + version + "\r\nrole:" + role + "\r\nmaxmemory_policy:" + policy
                        + "\r\ncluster_enabled:0\r\n",
                false);
    }
}

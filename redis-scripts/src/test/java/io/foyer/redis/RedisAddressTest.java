package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {

    @Test
    void parse_plainAndTls_areTold() {
        RedisURI plain = RedisAddress.parse("redis://app:secret@store:6380/2");

        assertThat(plain.getHost()).isEqualTo("store");
        assertThat(plain.getPort()).isEqualTo(6380);
        assertThat(plain.getDatabase()).isEqualTo(2);
        assertThat(plain.isSsl()).isFalse();
        assertThat(RedisAddress.parse("rediss://store").isSsl()).isTrue();
    }

    @Test
    void parse_sentinel_namesMasterAndSentinels() {
        RedisURI uri = RedisAddress.parse("redis+sentinel://a,b:26380,c/0#tickets");

        assertThat(uri.getSentinelMasterId()).isEqualTo("tickets");
        assertThat(uri.getSentinels()).extracting(RedisURI::getHost).containsExactly("a", "b", "c");
        assertThat(uri.getSentinels()).extracting(RedisURI::getPort).containsExactly(26379, 26380, 26379);
    }

    @ParameterizedTest
    @CsvSource({
        "http://store, 'expected: redis://, rediss://, redis+sentinel:// or redis+cluster://'",
        "store:6379, 'expected: redis://, rediss://, redis+sentinel:// or redis+cluster://'",
        "redis://, 'not a host and port'",
        "redis://store:notaport, 'not a host and port'",
        "redis+sentinel://a/0, 'the master''s name after #'",
    })
    void parse_wrong_saysWhatIsExpected(String uri, String message) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(uri)
                .hasMessageContaining(message);
    }

    @Test
    void parseAll_cluster_namesItsNodes() {
        assertThat(RedisAddress.parseAll("rediss+cluster://app:secret@a,b:7001"))
                .allSatisfy(node -> assertThat(node.isSsl()).isTrue())
                .extracting(RedisURI::getPort)
                .containsExactly(6379, 7001);
        assertThatThrownBy(() -> RedisAddress.parseAll("redis+cluster://a,b/3")).hasMessageContaining("no databases");
        assertThatThrownBy(() -> RedisAddress.parseAll("redis+cluster://a,")).hasMessageContaining("not a host");
    }

    @Test
    void toString_password_isMasked() {
        assertThat(new RedisSettings("redis://app:secret@store", Duration.ofMillis(250)).toString())
                .contains("redis://app:***@store")
                .doesNotContain("secret");
        assertThat(RedisAddress.masked("redis://secret@store")).isEqualTo("redis://***@store");
        assertThatThrownBy(() -> RedisAddress.parse("redis://app:secret@store:notaport"))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }
}

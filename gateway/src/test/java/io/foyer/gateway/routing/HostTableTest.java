package io.foyer.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.config.ShopFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostTableTest {
    private static final ShopConfig OPERA = ShopFixture.hosts("opera", "opera.example", "www.opera.example");
    private static final ShopConfig REST = ShopFixture.hosts("rest", "*");

    @Test
    void find_anyNameOfAShop_leadsToIt() {
        HostTable<String> table = table(REST, OPERA);

        assertThat(table.find("opera.example")).isEqualTo("opera");
        assertThat(table.find("www.opera.example")).isEqualTo("opera");
    }

    @Test
    void find_unnamedHost_leadsToTheStar() {
        assertThat(table(OPERA, REST).find("rock.example")).isEqualTo("rest");
    }

    @Test
    void find_unnamedHostWithoutAStar_findsNothing() {
        assertThat(table(OPERA).find("rock.example")).isNull();
    }

    @Test
    void create_twoShopsNameAHost_saysWhich() {
        ShopConfig other = ShopFixture.hosts("other", "opera.example");

        assertThatThrownBy(() -> table(OPERA, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("opera.example");
    }

    private static HostTable<String> table(ShopConfig... shops) {
        return new HostTable<>(List.of(shops), ShopConfig::name);
    }
}

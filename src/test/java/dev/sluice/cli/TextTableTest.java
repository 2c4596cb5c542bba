package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldAlignWordsToTheLeftAndNumbersToTheRight() {
        assertThat(new TextTable("topic", "partitions", "key")
                        .row("a.samples", 4, "sample id")
                        .row("b", 12, "")
                        .lines())
                .containsExactly(
                        "topic      partitions  key", "a.samples           4  sample id", "b                  12");
    }
}

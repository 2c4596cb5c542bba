package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopologiesTest {

    private static final Path QUICKSTART = Path.of("topologies/quickstart.yaml");

    static Stream<Path> files() throws IOException {
        return Files.list(Path.of("topologies")).filter(file -> file.toString().endsWith(".yaml"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldLoadEveryFileThatShips(Path file) {
        assertThat(PipelineLoader.load(file, Map.of()).name())
                .isEqualTo(file.getFileName().toString().replace(".yaml", ""));
    }

    @Test
    void shouldShowTheDefaultsInTheQuickstart() {
        assertThat(PipelineLoader.load(QUICKSTART, Map.of())).isEqualTo(PipelineLoader.parse("classes: 10", Map.of()));
    }

    @Test
    void shouldHaveEveryKeyInTheQuickstart() throws IOException {
        String text = Files.readString(QUICKSTART);
        TreeSet<String> missing = new TreeSet<>();
        for (KeyCatalogue.Entry key : KeyCatalogue.of(PipelineSpec.class, "")) {
            String name = key.path().substring(key.path().lastIndexOf('.') + 1);
            if (!Pattern.compile("\\b" + name + ":").matcher(text).find()) {
                missing.add(key.path());
            }
        }
        assertThat(missing).isEmpty();
    }
}

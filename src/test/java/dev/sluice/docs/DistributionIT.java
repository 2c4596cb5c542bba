package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NOTICE names what is packed, nothing less and nothing else. Runs after packing. */
class DistributionIT {

    private static final List<String> NOT_PACKED_ALONE = List.of("kafka-schema-registry-client", "common-utils");

    @Test
    void shouldNameEveryLibraryInTheNotice() throws IOException {
        Set<String> packed = packed();
        Set<String> named = words(Project.text("NOTICE"));

        assertThat(packed).isNotEmpty();
        assertThat(named).as("NOTICE").containsAll(packed);
    }

    @Test
    void shouldNotNameLibrariesThatAreGone() throws IOException {
        Set<String> listed = Project.text("NOTICE")
                .lines()
                .filter(line -> line.matches(" {2}[A-Za-z0-9_.-]+(,.*)?( \\(.*)?"))
                .flatMap(line -> words(line.replaceAll("\\([^)]*\\)?", "")).stream())
                .filter(word -> !NOT_PACKED_ALONE.contains(word))
                .collect(Collectors.toSet());

        assertThat(listed).isNotEmpty();
        assertThat(packed()).containsAll(listed);
    }

    private static Set<String> packed() throws IOException {
        try (Stream<Path> jars = Files.list(Project.path("target/lib"))) {
            return jars.map(jar -> jar.getFileName().toString().replaceAll("-[0-9][0-9.-]*(linux-x86_64)?\\.jar$", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split("[^A-Za-z0-9_.-]+"))
                .map(word -> word.replaceAll("\\.$", ""))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}

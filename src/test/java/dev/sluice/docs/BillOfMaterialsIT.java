package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar carries a bill of what is packed beside it, under licences that may be carried. Runs after packing. */
class BillOfMaterialsIT {

    private static JsonNode bill() throws IOException {
        try (JarFile jar = new JarFile(Project.path("target/sluice.jar").toFile());
                InputStream bill = jar.getInputStream(jar.getEntry("META-INF/sbom/sluice.cdx.json"))) {
            return new ObjectMapper().readTree(bill);
        }
    }

    @Test
    void shouldListEveryLibraryThatIsPacked() throws IOException {
        Set<String> listed = new HashSet<>();
        bill().path("components")
                .forEach(component -> listed.add(component.path("name").asText() + "-"
                        + component.path("version").asText()));
        Set<String> packed;
        try (Stream<Path> jars = Files.list(Project.path("target/lib"))) {
            packed = jars.map(jar -> jar.getFileName().toString().replaceAll("(-linux-x86_64)?\\.jar$", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(packed).hasSizeGreaterThan(50);
        assertThat(listed).containsAll(packed);
    }

    @Test
    void shouldCarryNothingUnderALicenceThatIsNotOnTheList() throws IOException {
        assertThat(Licences.refused(bill())).isEmpty();
    }
}

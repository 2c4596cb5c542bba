package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Logits;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordSchemas;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.stream.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that nobody here wrote, with its rules of compatibility on. */
class RealRegistryIT {

    private static final int ROWS = 2_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private static Apicurio apicurio;

    @BeforeAll
    static void start() throws Exception {
        apicurio = Apicurio.startOrSkip(STACK.folder());
        apicurio.compatibility("FULL");
        // Its first answers take longer than a registry may: it is not what is tested here.
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(RegistryUnavailableException.class)
                .until(() -> {
                    int id = connect().register("warm-value", RecordSchemas.of(Logits.class));
                    return connect().schema(id) != null;
                });
    }

    @AfterAll
    static void stop() {
        if (apicurio != null) {
            apicurio.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKWARD", "FULL", "FULL_TRANSITIVE"})
    void shouldTakeEveryReleaseOfEveryRecordAndThenTheOneInTheCode(String level) throws Exception {
        Registry registry = connect();
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("schemas", "history"))) {
            files = all.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted(Comparator.comparing(RealRegistryIT::version))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(9);
        for (Path file : files) {
            String subject = subject(level, file);
            apicurio.compatibility(subject, level);
            Schema released = new Schema.Parser().parse(file.toFile());
            int id = registry.register(subject, released);
            assertThat(connect().schema(id)).isEqualTo(released);
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".avsc", "");
            Schema current = RecordSchemas.of(Class.forName("dev.sluice.avro." + name));
            int id = registry.register(subject(level, file), current);
            assertThat(registry.id(subject(level, file), current)).isEqualTo(id);
        }
    }

    // Without a default, what was written before cannot be read: not BACKWARD, so not FULL.
    @Test
    void shouldSayWhatIsRefusedAndWhatToDoWhenAChangeIsIncompatible() throws Exception {
        Schema current = RecordSchemas.of(Logits.class);
        Registry registry = connect();
        registry.register("refused-value", current);

        assertThatThrownBy(() -> registry.register(
                        "refused-value", with(current, new Schema.Field("more", Schema.create(Schema.Type.INT)))))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageStartingWith("schema registry " + apicurio.url()
                        + " refuses dev.sluice.avro.Logits under subject refused-value: ")
                .hasMessageContaining("Incompatible")
                .hasMessageContaining("more at /fields/")
                .hasMessageEndingWith("compare with what the subject holds, or choose other topic names")
                .hasMessageNotContaining("\n");

        registry.register(
                "refused-value", with(current, new Schema.Field("more", Schema.create(Schema.Type.INT), "", 0)));
    }

    @Test
    void shouldNotStartWhereASubjectHoldsSomethingElse() throws Exception {
        Live live = STACK.pipeline("taken", apicurio.url(), Map.of());
        connect().register("taken.quarantine-value", Schema.createRecord("Other", "", "someone", false, List.of()));

        assertThatThrownBy(() -> live.open(1))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("refuses dev.sluice.avro.QuarantinedSample under subject taken.quarantine-value");
    }

    @Test
    void shouldTellUnknownFromAWrongPath() {
        assertThatThrownBy(() -> connect().schema(4711)).isInstanceOf(UnknownSchemaException.class);
        String wrong = apicurio.url().replace("/apis/ccompat/v7", "");
        assertThatThrownBy(() -> Registry.connect(wrong, Map.of()).schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("there is no registry at that path: check --schema-registry");
    }

    @Test
    void shouldFilterAgainstIt() throws Exception {
        GeneratedRows rows = new GeneratedRows(ROWS, 10, 3);
        Live live = STACK.pipeline("real", apicurio.url(), Map.of());
        Pipeline instance = live.start(2);
        live.running().load(rows, ArrivalOrder.ofFile(ROWS)).atRest(2L * ROWS, ROWS);

        assertThat(instance.failed()).isFalse();
        assertThat(live.account().letters()).isZero();
        assertThat(live.read(live.spec.cleanTopic(), CleanSample.class).size()
                        + live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                                .size())
                .as("rows, read with the schemas that it gives")
                .isEqualTo(ROWS);
        Registry next = Registry.connect(apicurio.nextUrl(), Map.of());
        assertThat(next.register("real.clean-value", CleanSample.getClassSchema()))
                .as("the id, by the next version of the API")
                .isEqualTo(connect().id("real.clean-value", CleanSample.getClassSchema()));
    }

    private static Registry connect() {
        return Registry.connect(apicurio.url(), Map.of("schema.registry.http.read.timeout.ms", "3000"));
    }

    private static String subject(String level, Path file) {
        return level + "." + file.getFileName().toString().replace(".avsc", "") + "-value";
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getParent().getFileName().toString().substring(1));
    }

    private static Schema with(Schema schema, Schema.Field more) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(more);
        return Schema.createRecord(schema.getName(), "", schema.getNamespace(), false, fields);
    }
}

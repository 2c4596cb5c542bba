package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Python;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Sample;
import dev.sluice.stream.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code docs/produce.py} as the README shows it, against a running pipeline. What it sends is judged like anything else; the
 * law is recounted after each test. Skipped where no Python has its packages.
 */
@DisplayName("docs/produce.py")
@Timeout(180)
class ProducePyIT {

    private static final List<String> CLASSES = List.of("cat", "dog", "bird");
    private static final Path SCRIPT = Path.of("docs", "produce.py");
    private static final String RECIPE = "    python3 docs/produce.py ";

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldFindMostOfTheWrongLabelsThatItMadeUp() throws Exception {
        Python python = python();
        Live live = pipeline("snakes");

        Python.Ran sent = run(python, live, recipe("send"));
        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(sent.out().get(0)).startsWith("6000 samples and logits sent, 3 model versions");
        live.atRest(12_000, 6_000);

        Account account = live.account();
        assertThat(account.clean() + account.quarantine()).as("all decided").isEqualTo(6_000);
        assertThat(account.letters()).as("its keys go where Java's do").isZero();
        List<Labelled> quarantine = quarantine(live);
        long wrong = Stream.concat(quarantine.stream(), clean(live).stream())
                .filter(Labelled::wrong)
                .count();
        long found = quarantine.stream().filter(Labelled::wrong).count();
        assertThat(wrong).as("wrong labels, of 20 %").isBetween(1_050L, 1_350L);
        assertThat((double) found / quarantine.size())
                .as("precision, .2 by chance")
                .isGreaterThan(.8);
        assertThat((double) found / wrong).as("recall").isGreaterThan(.5);
        assertThat(versions(live)).containsExactly("1", "2", "3");

        Python.Ran clean = run(python, live, recipe("read"));
        assertThat(clean.exit()).as(clean.err()).isZero();
        assertThat(clean.out()).hasSize(12);
        assertThat(clean.out().get(0)).contains(" weight 1.000 ");
        assertThat(clean.out().get(10)).startsWith(account.clean() + " rows in snakes.clean, mean weight 1.000");
        Python.Ran suspects = run(python, live, recipe("read", "--topic quarantine"));
        assertThat(suspects.out().get(0)).contains("POSTERIOR");
        assertThat(suspects.out().get(11)).startsWith(found + " of them (");
    }

    @Test
    void shouldSendTheRowsOfATableWithLabelsByName() throws Exception {
        Python python = python();
        Live live = pipeline("table");
        Path table = STACK.folder().resolve("animals.csv");
        Files.write(table, table(2_500));

        Python.Ran sent = run(python, live, recipe("send", "--csv animals.csv").replace("animals.csv", "" + table));
        assertThat(sent.exit()).as(sent.err()).isZero();
        live.atRest(5_000, 2_500);

        assertThat(live.account().letters()).isZero();
        List<QuarantinedSample> quarantine = live.read(live.spec.quarantineTopic(), QuarantinedSample.class);
        long planted = quarantine.stream()
                .filter(row -> row.getSample().getSampleId().endsWith("-wrong.jpg"))
                .count();
        assertThat((double) planted / quarantine.size()).as("precision").isGreaterThan(.8);
        assertThat(planted).as("of 250 wrong labels").isGreaterThan(125);
        assertThat(quarantine)
                .allSatisfy(row -> assertThat(row.getSample().getFeatures()).hasSize(2));
    }

    @Test
    void shouldSayWhatIsWrongInOneLine() throws Exception {
        Python python = python();
        Live live = STACK.pipeline("refused", Map.of("classes", "[cat, dog, bird]"));
        Path table = STACK.folder().resolve("typo.csv");
        Files.writeString(table, "file,label,x\na.jpg,cta,1\n");

        assertThat(run(
                        python,
                        live,
                        "send --pipeline pets --classes cat,dog,bird --csv " + table + " --id-column file"))
                .satisfies(ran -> assertThat(ran.exit()).isEqualTo(1))
                .extracting(Python.Ran::err)
                .isEqualTo(table + " line 2: label 'cta' is not a class, did you mean cat?\n");
        Files.writeString(table, "file,label,x\na.jpg,cat,much\n");
        assertThat(run(python, live, "send --pipeline pets --classes cat,dog,bird --csv " + table + " --id-column file")
                        .err())
                .isEqualTo(table + " line 2: every column but label and id must be a number\n");
        assertThat(run(python, live, "send --pipeline nowhere --classes cat,dog --no-register")
                        .err())
                .as("only looked up, and not there")
                .startsWith("registry " + live.connection.schemaRegistry() + ": 404 ");
        assertThat(run(python, live, "send --pipeline absent --classes cat,dog").err())
                .endsWith("topic absent.samples does not exist: create the pipeline's topics with"
                        + " ./sluice topics create -f FILE\n");
    }

    private static Python python() throws Exception {
        return Python.with("confluent_kafka", "avro", "numpy");
    }

    private static Live pipeline(String name) {
        Live live = STACK.pipeline(name, Map.of("classes", "[cat, dog, bird]"));
        live.start(2);
        return live.running();
    }

    /** The arguments of a command as the README has it. */
    private static String recipe(String command, String... more) throws IOException {
        return Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith(RECIPE + command))
                .filter(line -> Stream.of(more).allMatch(line::contains))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md shows no produce.py " + command))
                .substring(RECIPE.length());
    }

    private static Python.Ran run(Python python, Live live, String arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments
                .replace("--pipeline pets", "--pipeline " + live.spec.name())
                .split(" +")));
        all.addAll(List.of(
                "--bootstrap", live.connection.bootstrapServers(), "--registry", live.connection.schemaRegistry()));
        return python.run(SCRIPT, all.toArray(String[]::new));
    }

    /** Two clouds of points and one between them; every tenth label names the next class. */
    private static List<String> table(int rows) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("file,label,weight,height"));
        for (int row = 0; row < rows; row++) {
            int truth = row % 3;
            boolean wrong = row % 10 == 7;
            lines.add("photo-" + row + (wrong ? "-wrong" : "") + ".jpg,"
                    + CLASSES.get(wrong ? (truth + 1) % 3 : truth) + ","
                    + (4 * (truth - 1) + random.nextGaussian()) + ","
                    + (truth == 1 ? 4 : 0) * (1 + .2 * random.nextGaussian()));
        }
        return lines;
    }

    private record Labelled(Sample sample) {

        boolean wrong() {
            return !CLASSES.get(sample.getLabel()).equals(sample.getAttributes().get("truth"));
        }
    }

    private static List<Labelled> quarantine(Live live) {
        return live.read(live.spec.quarantineTopic(), QuarantinedSample.class).stream()
                .map(row -> new Labelled(row.getSample()))
                .toList();
    }

    private static List<Labelled> clean(Live live) {
        return live.read(live.spec.cleanTopic(), CleanSample.class).stream()
                .map(row -> new Labelled(row.getSample()))
                .toList();
    }

    private static TreeSet<String> versions(Live live) {
        TreeSet<String> versions = new TreeSet<>();
        for (CleanSample row : live.read(live.spec.cleanTopic(), CleanSample.class)) {
            Decision decision = row.getDecision();
            decision.getEvidence().forEach(logits -> versions.add(logits.getModelVersion()));
        }
        return versions;
    }
}

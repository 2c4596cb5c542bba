package dev.sluice.cli;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.load.JsonRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Probabilities;
import dev.sluice.replay.FiledRows;
import dev.sluice.replay.PairedRows;
import dev.sluice.replay.ScoredLogits;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file of JSON lines as rows to audit: the pairs in the order of their samples, out of sample only.
 *
 * @param pairs all pairs
 * @param order which of them are audited
 */
record AuditLines(FiledRows pairs, int[] order) implements ProbabilityRows {

    static AuditInput open(PipelineSpec spec, RowInputOptions input, PrintWriter err) throws IOException {
        JsonRows lines = input.openLines(spec);
        if (spec.models().size() > 1) {
            throw new Misuse(input.linesFile() + ": the pipeline awaits "
                    + spec.models().size() + " models, but one is audited at a time: give each as arrays");
        }
        PairedRows pairs = new PairedRows(lines.classes().orElse(0), spec);
        lines.forEach(pairs::add, pairs::add);
        pairs.finish();
        int[] order = IntStream.range(0, pairs.size())
                .filter(index -> scored(pairs, index).outOfSample())
                .boxed()
                .sorted(Comparator.comparingInt(pairs::fileRow))
                .mapToInt(Integer::intValue)
                .toArray();
        if (order.length == 0) {
            throw new CommandFailure(
                    input.linesFile() + ": no sample has logits that say out_of_sample, there is nothing to audit ("
                            + pairs.size() + " pairs in all)");
        }
        long left = pairs.unpaired().total() + pairs.size() - order.length;
        if (left > 0) {
            err.println("warning: left out: " + pairs.unpaired().total() + " lines that are unpaired, "
                    + (pairs.size() - order.length) + " pairs whose logits are not out of sample");
        }
        Set<ModelKey> models = IntStream.of(order)
                .mapToObj(index -> scored(pairs, index).model())
                .collect(Collectors.toCollection(TreeSet::new));
        if (models.size() > 1) {
            throw new CommandFailure(input.linesFile() + ": logits of several models or versions ("
                    + models.stream().map(ModelKey::toString).collect(Collectors.joining(", "))
                    + "): audit one at a time");
        }
        ClassList classes = spec.knowsClasses() ? spec.classes() : ClassList.count(pairs.classes());
        return new AuditInput(
                new AuditLines(pairs, order), models.iterator().next(), classes, true, AuditInput.cuts(spec, classes));
    }

    private static ScoredLogits scored(FiledRows pairs, int index) {
        return pairs.scored(index).get(0);
    }

    @Override
    public int size() {
        return order.length;
    }

    @Override
    public int classes() {
        return pairs.classes();
    }

    @Override
    public String id(int row) {
        return pairs.id(order[row]);
    }

    @Override
    public int fileRow(int row) {
        return pairs.fileRow(order[row]);
    }

    @Override
    public float[] logits(int row) {
        return scored(pairs, order[row]).logits();
    }

    @Override
    public int read(int first, ProbabilityBlock block) {
        int count = Math.min(block.rows(), size() - first);
        for (int row = 0; row < count; row++) {
            block.labels()[row] = pairs.label(order[first + row]);
            double[] probabilities =
                    Probabilities.softmax(scored(pairs, order[first + row]).logits());
            System.arraycopy(probabilities, 0, block.probabilities(), row * classes(), classes());
        }
        return count;
    }
}

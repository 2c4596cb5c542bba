package dev.sluice.stream;

import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a sample and its logits can meet: both inputs need as many partitions, and so does the state that is kept for
 * them. With {@code topics.repartition} the inputs may have any number, since we place them by id ourselves.
 */
final class CoPartitioning {

    private CoPartitioning() {}

    /**
     * What stands against it, each with what to do.
     *
     * @param found the topics that exist, by name, changelogs among them
     */
    static List<String> problems(PipelineSpec spec, Map<String, TopicFacts> found) {
        List<String> problems = new ArrayList<>();
        if (!spec.topics().repartition()) {
            inputs(spec, found, problems);
        }
        String changelog = StoredInputs.changelog(spec.filterId(), Stores.ENTRIES);
        TopicFacts state = found.get(changelog);
        if (state != null && state.partitions() != spec.topics().partitions()) {
            problems.add("the state of this pipeline has " + state.partitions() + " partitions (topic " + changelog
                    + "), the file says " + spec.topics().partitions()
                    + ", and known ids would not be found again: set topics.partitions to " + state.partitions()
                    + ", with topics.repartition: true where the inputs have grown, or give the pipeline another name");
        }
        return problems;
    }

    private static void inputs(PipelineSpec spec, Map<String, TopicFacts> found, List<String> problems) {
        String samples = spec.topics().samples();
        String logits = spec.topics().logits();
        int ofSamples = partitions(found.get(samples));
        int ofLogits = partitions(found.get(logits));
        if (ofSamples == ofLogits) {
            return;
        }
        if (ofSamples > 0 && ofLogits > 0) {
            int more = Math.max(ofSamples, ofLogits);
            String smaller = more == ofSamples ? logits : samples;
            problems.add(samples + " has " + ofSamples + " partitions and " + logits + " has " + ofLogits
                    + ", so a sample and its logits would not meet: recreate " + smaller + " with " + more
                    + " partitions and write its records again, or set topics.repartition to true");
        } else if (Math.max(ofSamples, ofLogits) != spec.topics().partitions()) {
            String there = ofSamples > 0 ? samples : logits;
            String missing = ofSamples > 0 ? logits : samples;
            int count = Math.max(ofSamples, ofLogits);
            problems.add(there + " has " + count + " partitions, so " + missing
                    + " needs as many: set topics.partitions to " + count);
        }
    }

    private static int partitions(TopicFacts facts) {
        return facts == null ? 0 : facts.partitions();
    }
}

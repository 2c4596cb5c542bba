package dev.sluice.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * One pipeline, as its file says. The topics it writes are derived from its name.
 *
 * @param name prefix of topics and application ids
 * @param classes what a label can name; null where the file does not say and the data will ({@link #knowsClasses()})
 * @param models whose logits a sample waits for, at least one
 * @param topics the topics it reads
 * @param pairing how a sample and its logits find each other
 * @param learning what is learnt
 * @param policy what a person chose about judging
 * @param scorer what scores samples that come without logits; empty when nothing does
 */
public record PipelineSpec(
        @Key(
                meaning = "Prefix of topics and application ids.",
                byDefault = "quickstart",
                pattern = PipelineSpec.NAME,
                patternInWords = "letters, digits, '.', '_' and '-', starting with a letter or digit, at most" + " 150")
        String name,

        @Key(
                meaning = "The classes: a count, or a list of names. Labels are indices 0..K-1;"
                        + " a label outside is a dead letter.")
        ClassList classes,

        @Key(meaning = "The models whose logits a sample waits for.", byDefault = "[{id: main}]")
        List<ModelSpec> models,

        @Key(meaning = "The topics that are read; those that are written are derived from the name.")
        TopicsSpec topics,

        @Key(meaning = "How a sample and its logits find each other, in event time.")
        PairingSpec pairing,

        @Key(meaning = "What is learnt from the stream, and how closely judging follows it.")
        LearningSpec learning,

        @Key(
                meaning = "What a person chose about judging. Seeds the policy topic when that is empty;"
                        + " afterwards the topic wins.")
        PolicySpec policy,

        @Key(meaning = "The model that scores samples which carry features and have no logits; left out, nobody does.")
        Optional<ScorerSpec> scorer)
        implements Checked {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,149}";

    public PipelineSpec {
        models = List.copyOf(models);
    }

    /**
     * K and the names of the classes.
     *
     * @throws SpecException when neither the file nor the data has said them
     */
    @Override
    public ClassList classes() {
        if (classes == null) {
            throw new SpecException(name, "classes: missing, say how many there are or list their names");
        }
        return classes;
    }

    /** Whether the file says which classes there are; without, they come from the width of the logits. */
    public boolean knowsClasses() {
        return classes != null;
    }

    /**
     * The same pipeline with these classes, once they are known from the data.
     *
     * @throws SpecException when the policy has an exception for a class that is not among them
     */
    public PipelineSpec withClasses(ClassList known) {
        List<Problem> unfit = policy.unfitFor(known).entrySet().stream()
                .map(wrong -> new Problem("policy.classes." + wrong.getKey(), wrong.getValue()))
                .toList();
        if (!unfit.isEmpty()) {
            throw new SpecException(name, unfit);
        }
        return new PipelineSpec(name, known, models, topics, pairing, learning, policy, scorer);
    }

    /** Application id of the filter. */
    public String filterId() {
        return name;
    }

    /** Application id of the learner. */
    public String learnerId() {
        return name + "-learner";
    }

    public String cleanTopic() {
        return name + ".clean";
    }

    public String quarantineTopic() {
        return name + ".quarantine";
    }

    public String decisionsTopic() {
        return name + ".decisions";
    }

    public String leftoversTopic() {
        return name + ".leftovers";
    }

    public String deadLettersTopic() {
        return name + ".dead-letters";
    }

    public String talliesTopic() {
        return name + ".tallies";
    }

    public String snapshotsTopic() {
        return name + ".snapshots";
    }

    public String policiesTopic() {
        return name + ".policies";
    }

    /** The topics that the pipeline writes, wanted or not. */
    List<String> writtenTopics() {
        return List.of(
                cleanTopic(),
                quarantineTopic(),
                decisionsTopic(),
                leftoversTopic(),
                deadLettersTopic(),
                talliesTopic(),
                snapshotsTopic(),
                policiesTopic());
    }

    @Override
    public void check(BiConsumer<String, String> report) {
        if (models.isEmpty()) {
            report.accept("models", "empty, at least one model must be awaited");
        }
        Set<String> ids = new HashSet<>();
        models.stream()
                .map(ModelSpec::id)
                .filter(id -> !ids.add(id))
                .distinct()
                .forEach(twice -> report.accept("models", "'" + twice + "' is named twice"));
        scorer.map(ScorerSpec::id)
                .filter(id -> !ids.contains(id))
                .ifPresent(id -> report.accept(
                        "scorer.id",
                        "'" + id + "' is none of the models that are awaited, which are "
                                + models.stream().map(ModelSpec::id).collect(Collectors.joining(", "))));
        for (String written : writtenTopics()) {
            if (written.equals(topics.samples())) {
                report.accept("topics.samples", "'" + written + "' is a topic that the pipeline writes");
            }
            if (written.equals(topics.logits())) {
                report.accept("topics.logits", "'" + written + "' is a topic that the pipeline writes");
            }
        }
        long fewest = WindowSpec.fewestFor(policy.warmUp().samples());
        if (learning.window().samples().orElse(fewest) < fewest) {
            report.accept(
                    "learning.window.samples",
                    learning.window().samples().getAsLong() + " is too few for policy.warmUp.samples: "
                            + policy.warmUp().samples() + ", keep at least " + fewest
                            + " or a new model version finds the old one forgotten");
        }
        policy.unfitScheme().ifPresent(wrong -> report.accept("policy.weights.scheme", wrong));
        if (knowsClasses()) {
            policy.unfitFor(classes).forEach((key, wrong) -> report.accept("policy.classes." + key, wrong));
        }
    }
}

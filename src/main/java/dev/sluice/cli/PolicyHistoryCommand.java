package dev.sluice.cli;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.PolicyLog;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice policy history}: every version and every refusal, oldest first. */
@Command(
        name = "history",
        sortOptions = false,
        description = {
            "List every policy that a pipeline had, who set it, when and why, and what it changed;",
            "and every request that was refused, with what was wrong with it."
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice policy history -f my.yaml")
final class PolicyHistoryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        PolicyLog log = new ControlTopics(connection, pipelineSpec).policyLog();
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            lines(log).forEach(out::println);
            if (log.policies().isEmpty()) {
                out.println("topic " + pipelineSpec.policiesTopic()
                        + " holds no policy yet: the first `sluice run` seeds it from the file");
            }
            out.flush();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pipeline", pipelineSpec.name());
        report.put(
                "policies", log.policies().values().stream().map(PolicyJson::of).toList());
        report.put("answers", log.answers().stream().map(PolicyJson::of).toList());
        json.write(out, report);
        return ExitCode.DONE;
    }

    /** Versions with what they changed, and what was refused or changed nothing while each was in force. */
    static List<String> lines(PolicyLog log) {
        List<String> lines = new ArrayList<>();
        Policy before = null;
        for (Policy policy : log.policies().values()) {
            lines.add(line("v" + policy.getVersion(), policy.getTime(), policy.getWho(), policy.getWhy()));
            if (before != null) {
                PolicyDiff.lines(before.getYaml(), policy.getYaml()).forEach(change -> lines.add("      " + change));
            }
            answers(log, policy.getVersion()).forEach(answer -> {
                boolean refused = !answer.getProblems().isEmpty();
                lines.add(line(refused ? "refused" : "no change", answer.getTime(), answer.getWho(), answer.getWhy()));
                answer.getProblems().forEach(problem -> lines.add("      " + PlainWords.of(problem)));
            });
            before = policy;
        }
        return lines;
    }

    private static Stream<PolicyAnswer> answers(PolicyLog log, int inForce) {
        return log.answers().stream().filter(answer -> answer.getInForce() == inForce);
    }

    private static String line(String what, long time, String who, String why) {
        return what + "  " + Instant.ofEpochMilli(time) + "  " + PlainWords.of(who) + ": " + PlainWords.of(why);
    }
}

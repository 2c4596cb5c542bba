package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The log as {@code logback.xml} makes it: whatever is said to it, and whatever a library's exception quotes. */
class LogRedactionTest {

    private static final String SAID = "asking https://me:hunter2@registry:8081 with ssl.key.password=hunter2";

    @Test
    void shouldHideSecretsInMessagesAndTraces() throws Exception {
        String log = log(config());

        assertThat(log)
                .doesNotContain("hunter2")
                .contains("asking https://[hidden]@registry:8081 with ssl.key.password=[hidden]")
                .contains("java.io.IOException: 401 for https://[hidden]@registry/subjects")
                .contains("Caused by: java.lang.IllegalStateException: ")
                .contains("at dev.sluice.cli.LogRedactionTest");
    }

    @Test
    void shouldShowThemWithoutOurConverters() throws Exception {
        assertThat(log(config().replace("%redacted%n%redactedTrace", "%msg%n%ex")))
                .as("so the test above would see a leak")
                .contains("hunter2");
    }

    private static String config() throws IOException {
        try (InputStream file = LogRedactionTest.class.getResourceAsStream("/logback.xml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String log(String config) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)));
            Logger log = context.getLogger("dev.sluice.cli.Test");
            log.info(SAID);
            log.warn("{}", "sasl.jaas.config = X required username=\"me\" password=\"hunter2\";");
            log.error(
                    "broken",
                    new IOException(
                            "401 for https://me:hunter2@registry/subjects",
                            new IllegalStateException("basic.auth.user.info: me:hunter2")));
            context.stop();
        } finally {
            System.setErr(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

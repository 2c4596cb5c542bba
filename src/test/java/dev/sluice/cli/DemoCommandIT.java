package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DemoCommandIT {

    /** The demo silences Kafka in this JVM, which other tests want to hear. */
    @AfterEach
    void aLogAsBefore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void shouldEndInBalanceAndReportToMachines() throws Exception {
        Ran ran = Ran.with("demo", "--samples", "2000", "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(ran.out());
        assertThat(json.get("balanced").booleanValue()).isTrue();
        long sum = 0;
        for (String part : new String[] {"clean", "quarantine", "leftovers", "deadLetters", "pending", "parked"}) {
            sum += json.get(part).longValue();
        }
        assertThat(sum).isEqualTo(json.get("samples").longValue()).isGreaterThan(1_900);
        assertThat(json.get("quarantine").longValue()).isPositive();
    }
}

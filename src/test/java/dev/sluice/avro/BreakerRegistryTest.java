package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long stream threads wait for a registry, in a time that the test moves. */
class BreakerRegistryTest {

    private static final long MILLI = 1_000_000;
    private static final long DEADLINE = 2_000 * MILLI;

    private final AtomicLong now = new AtomicLong();
    private final Slow slow = new Slow();
    private final BreakerRegistry breaker = new BreakerRegistry(slow, now::get);

    /** Takes a while for each answer, or for none. */
    private class Slow implements Registry {
        long takes;
        boolean away;
        int asked;

        @Override
        public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException {
            asked++;
            now.addAndGet(takes);
            if (away) {
                throw new RegistryUnavailableException("gave no answer", null);
            }
            if (id < 0) {
                throw new UnknownSchemaException("does not know " + id);
            }
            return Schema.create(Schema.Type.STRING);
        }

        @Override
        public int register(String subject, Schema schema) {
            return 7;
        }

        @Override
        public int id(String subject, Schema schema) {
            return 7;
        }
    }

    // A stream thread between two commits: many records, each of another schema, each with a little work.
    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 999, 1_900, 2_000})
    void shouldBoundTheTimeThatAThreadWaitsWhateverTheRegistryDoes(long takesMillis) {
        for (int mix = 0; mix < 3; mix++) {
            BreakerRegistry registry = new BreakerRegistry(slow, now::get);
            Random random = new Random(mix);
            slow.takes = takesMillis * MILLI;
            long start = now.get();
            long work = 0;
            for (int id = 1; work < 1_000 * MILLI; id++) {
                slow.away = mix == 0 || mix == 1 && random.nextBoolean();
                try {
                    registry.schema(mix == 2 && id % 2 == 0 ? -id : id);
                } catch (Exception parked) {
                    // The record waits for its schema, the thread goes on.
                }
                now.addAndGet(MILLI / 50);
                work += MILLI / 50;
            }

            assertThat(now.get() - start)
                    .as("at %s ms an answer, mix %s", takesMillis, mix)
                    .isLessThanOrEqualTo(2 * (work + 1_000 * MILLI + DEADLINE));
        }
    }

    @Test
    void shouldAskNobodyInAnOutageUntilThePauseIsOver() throws Exception {
        Schema known = breaker.schema(1);
        slow.away = true;
        assertThatThrownBy(() -> breaker.schema(2)).isInstanceOf(RegistryUnavailableException.class);
        slow.asked = 0;

        assertThat(breaker.mayAsk()).isFalse();
        assertThatThrownBy(() -> breaker.schema(3))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessage("gave no answer");
        assertThat(breaker.schema(1)).as("known").isSameAs(known);
        assertThat(slow.asked).isZero();
        assertThat(breaker.register("s", known)).isEqualTo(7);
    }

    @Test
    void shouldAskAgainWithGrowingPausesAndSoonAfterAnAnswer() throws Exception {
        slow.away = true;
        for (long pause : new long[] {250, 500, 1_000, 2_000, 2_000}) {
            assertThatThrownBy(() -> breaker.schema(2)).hasMessage("gave no answer");
            now.addAndGet((pause - 1) * MILLI);
            assertThat(breaker.mayAsk()).as("before %s ms", pause).isFalse();
            now.addAndGet(MILLI);
            assertThat(breaker.mayAsk()).as("after %s ms", pause).isTrue();
        }
        slow.away = false;
        breaker.schema(2);
        assertThat(breaker.mayAsk()).isTrue();
        slow.away = true;
        assertThatThrownBy(() -> breaker.schema(3)).hasMessage("gave no answer");
        now.addAndGet(250 * MILLI);
        assertThat(breaker.mayAsk()).as("the first pause again").isTrue();
    }

    @Test
    void shouldTakeUnknownForAnAnswer() throws Exception {
        slow.away = true;
        assertThatThrownBy(() -> breaker.schema(2)).isInstanceOf(RegistryUnavailableException.class);
        slow.away = false;
        now.addAndGet(250 * MILLI);

        assertThatThrownBy(() -> breaker.schema(-1)).isInstanceOf(UnknownSchemaException.class);

        assertThatCode(() -> breaker.schema(2)).doesNotThrowAnyException();
    }

    @Test
    void shouldBeBackWithinFiveSecondsHoweverLongTheOutageWas() throws Exception {
        slow.away = true;
        slow.takes = DEADLINE;
        long outage = now.get() + 60_000 * MILLI;
        for (int id = 1; now.get() < outage; id++) {
            try {
                breaker.schema(id);
            } catch (RegistryUnavailableException parked) {
                now.addAndGet(50 * MILLI);
            }
        }
        long back = now.get();
        slow.away = false;
        slow.takes = MILLI;

        while (!breaker.mayAsk()) {
            now.addAndGet(50 * MILLI);
        }
        breaker.schema(1);

        // The last question may have begun before the registry was back: its deadline comes on top.
        assertThat(now.get() - back + DEADLINE).isLessThan(5_000 * MILLI);
    }

    @Test
    void shouldLetOneQuestionDecideWhenThePauseIsOver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Slow hanging = new Slow() {
            @Override
            public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException {
                if (id == 2) {
                    begun.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException stop) {
                        throw new AssertionError(stop);
                    }
                }
                return super.schema(id);
            }
        };
        BreakerRegistry registry = new BreakerRegistry(hanging, now::get);
        hanging.away = true;
        assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class);
        hanging.away = false;
        now.addAndGet(250 * MILLI);
        Thread probe = new Thread(() -> {
            try {
                registry.schema(2);
            } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        probe.start();
        begun.await();

        assertThat(registry.mayAsk()).as("while the probe is under way").isFalse();
        assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class);

        answer.countDown();
        probe.join();
        assertThat(registry.mayAsk()).isTrue();
        assertThat(registry.schema(1)).isNotNull();
    }
}

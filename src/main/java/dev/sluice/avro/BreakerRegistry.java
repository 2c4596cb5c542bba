package dev.sluice.avro;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that stream threads may ask: it bounds the time that they spend waiting for answers. One for each instance, for
 * all its tasks and threads. Schemas that are known are always answered, at once.
 *
 * <p><b>Circuit breaker.</b> A question without an answer opens it: no unknown id is asked for until a pause is over, .25 s
 * first and doubled up to 2 s. Then one question decides, while all others wait for it in the parking.
 *
 * <p><b>Credit.</b> A registry that answers, but slowly and about many ids, blocks as well as one that is away. So time in
 * which anybody waits is paid for out of a credit of at most 1 s, which grows by half the time that passes.
 *
 * <p><b>The bound.</b> In any stretch of time W a thread waits at most 1 s (the credit) + D (the last question may overdraw
 * it by its deadline) + W/2. If it works for n besides, W &lt;= n + 1 s + D + W/2, so W &lt;= 2 (n + 1 s + D). With D = 2 s
 * that is 6 s beside twice the work between two commits, and a transaction may last 10 s.
 *
 * <p><b>Recovery.</b> When the registry is back, the next question is asked after at most one deadline (of a question that
 * hung), one pause, and the time to earn new credit: under 5 s.
 *
 * <p>Rejected: asking in a thread of its own. It bounds as well, but the first records of every new schema would be parked,
 * in a healthy system too, and the order of evidence would hang on a race.
 */
public final class BreakerRegistry implements Registry {

    private static final Logger LOG = LoggerFactory.getLogger(BreakerRegistry.class);
    private static final long MOST_CREDIT = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LAST_PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final Registry registry;
    private final LongSupplier nanoTime;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private long credit = MOST_CREDIT;
    private long accountedAt;
    private int asking;
    private RegistryUnavailableException outage;
    private long outageSince;
    private long pause = FIRST_PAUSE;
    private long closesAt;

    /** @param registry whom to ask, with a deadline for each question */
    public BreakerRegistry(Registry registry) {
        this(registry, System::nanoTime);
    }

    /** @param nanoTime a clock that only runs forward, such as {@link System#nanoTime} */
    public BreakerRegistry(Registry registry, LongSupplier nanoTime) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.nanoTime = nanoTime;
        this.accountedAt = nanoTime.getAsLong();
    }

    @Override
    public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException, BadRecordException {
        Schema found = known.get(id);
        if (found != null) {
            return found;
        }
        begin();
        RegistryUnavailableException fault = null;
        try {
            found = registry.schema(id);
            known.put(id, found);
            return found;
        } catch (RegistryUnavailableException noAnswer) {
            fault = noAnswer;
            throw noAnswer;
        } finally {
            end(fault);
        }
    }

    @Override
    public synchronized boolean mayAsk() {
        account();
        return credit > 0 && (outage == null || (asking == 0 && accountedAt - closesAt >= 0));
    }

    private synchronized void begin() throws RegistryUnavailableException {
        if (!mayAsk()) {
            throw outage != null
                    ? outage
                    : new RegistryUnavailableException(
                            "the schema registry is too slow to be asked about so many schemas at once", null);
        }
        asking++;
    }

    private synchronized void end(RegistryUnavailableException fault) {
        account();
        asking--;
        if (fault == null) {
            close();
        } else {
            open(fault);
        }
    }

    private void close() {
        if (outage != null) {
            LOG.info(
                    "the schema registry answers again, after {} s; what was parked is taken up",
                    TimeUnit.NANOSECONDS.toSeconds(accountedAt - outageSince));
        }
        outage = null;
        pause = FIRST_PAUSE;
    }

    private void open(RegistryUnavailableException fault) {
        if (outage == null) {
            outageSince = accountedAt;
            LOG.warn(
                    "{}; records whose schema is not known yet are parked until it answers, all others flow on",
                    fault.getMessage());
        }
        outage = fault;
        closesAt = accountedAt + pause;
        pause = Math.min(LAST_PAUSE, 2 * pause);
    }

    private void account() {
        long now = nanoTime.getAsLong();
        long passed = now - accountedAt;
        credit = Math.min(MOST_CREDIT, credit + passed / 2 - (asking > 0 ? passed : 0));
        accountedAt = now;
    }

    @Override
    public int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
        return registry.register(subject, schema);
    }

    @Override
    public int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException {
        return registry.id(subject, schema);
    }
}

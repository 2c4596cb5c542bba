package dev.sluice.ops.http;

import dev.sluice.noise.Snapshots;
import dev.sluice.ops.Archive;
import dev.sluice.ops.Health;
import dev.sluice.ops.History;
import dev.sluice.ops.Observed;
import dev.sluice.ops.Outside;
import dev.sluice.ops.Reading;
import dev.sluice.ops.Readings;
import dev.sluice.ops.Recent;
import dev.sluice.ops.Verdict;
import dev.sluice.spec.ClassList;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A pipeline that a test makes up, shown by the real server. */
final class Stage implements Observed, Archive {

    volatile Reading reading = Readings.reading().build();
    volatile Outside outside = Outside.WELL;
    volatile Recent recent = Recent.NONE;
    /** One of them as one who attacks would have it. */
    List<String> names = List.of("cat", "dog", "<b>owl</b>");

    final History history = new History();
    /** Holds back what is looked up, where a test says so. */
    volatile CountDownLatch slow = new CountDownLatch(0);

    volatile RuntimeException fault;

    OpsServer serve(String token) throws IOException {
        return new OpsServer(this, this, new OpsServer.Settings(new InetSocketAddress("127.0.0.1", 0), token));
    }

    @Override
    public Reading reading() {
        return reading;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Verdict verdict() {
        return Verdict.of(reading, outside, history, recent, classes());
    }

    @Override
    public Health live() {
        return Health.live(reading);
    }

    @Override
    public Health ready() {
        return Health.ready(reading, outside, reading.time());
    }

    @Override
    public String metrics() {
        return "# none\n";
    }

    @Override
    public String pipeline() {
        return "pets";
    }

    @Override
    public ClassList classes() {
        return ClassList.of(names);
    }

    @Override
    public Optional<Past> snapshotAt(long moment) {
        return moment < 1_000_000_000_000L
                ? Optional.empty()
                : Optional.of(new Past(Snapshots.snapshot().version("1.7").build(), moment - 5));
    }

    @Override
    public List<Map<String, Object>> latest(int limit) throws InterruptedException {
        slow.await();
        if (fault != null) {
            throw fault;
        }
        return List.of(Map.of("sampleId", "<script>alert(1)</script>", "pWrong", .9));
    }

    @Override
    public List<Map<String, Object>> policies() {
        return List.of(Map.of("version", 1));
    }
}

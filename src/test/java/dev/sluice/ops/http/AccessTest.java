package dev.sluice.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Access access = new Access(null, nanos::get);

    private static InetAddress host(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> 8), (byte) last});
    }

    private int passed(InetAddress who, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += access.allowed(who) ? 1 : 0;
        }
        return passed;
    }

    @Test
    void shouldAllowABurstAndThenSoManyASecond() throws Exception {
        assertThat(passed(host(1), 1_000)).isEqualTo(100);
        nanos.addAndGet(2_000_000_000L);
        assertThat(passed(host(1), 1_000)).isEqualTo(100);
        nanos.addAndGet(500_000_000L);
        assertThat(passed(host(1), 1_000)).isEqualTo(25);
    }

    @Test
    void shouldTakeNothingFromOthers() throws Exception {
        passed(host(1), 1_000);

        assertThat(passed(host(2), 50)).isEqualTo(50);
    }

    @Test
    void shouldRememberABoundedNumberOfAddresses() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            access.allowed(host(i));
        }

        assertThat(access.remembered()).isEqualTo(1_000);
    }

    @Test
    void shouldTakeOnlyLoopbackForLoopback() throws Exception {
        assertThat(Access.loopback(new InetSocketAddress("127.0.0.1", 1))).isTrue();
        assertThat(Access.loopback(new InetSocketAddress("::1", 1))).isTrue();
        assertThat(Access.loopback(new InetSocketAddress("0.0.0.0", 1))).isFalse();
        assertThat(Access.loopback(new InetSocketAddress(host(1), 1))).isFalse();
        assertThat(Access.loopback(InetSocketAddress.createUnresolved("localhost", 1)))
                .isFalse();
    }
}

package dev.sluice.ops.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who may ask, and how often. On the loopback address everybody on the machine may, provided that the request names the
 * machine itself: a page of somebody else that rebinds its name to 127.0.0.1 names another host. On any other address a
 * token is needed, for all but health and the page's own files, which say nothing about the pipeline. Each address that asks
 * has its own allowance, so that one who asks too much, or guesses tokens, takes nothing from others.
 */
final class Access {

    private static final int LONGEST_PATH = 2_048;
    private static final int BURST = 100;
    private static final int A_SECOND = 50;
    private static final int ADDRESSES = 1_000;
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final byte[] token;
    private final LongSupplier nanos;
    private final Map<InetAddress, Allowance> allowances = new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Allowance> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Allowance(double credit, long at) {}

    /** @param token null where none is needed */
    Access(String token) {
        this(token, System::nanoTime);
    }

    Access(String token, LongSupplier nanos) {
        this.nanos = nanos;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether an address may be served without a token. */
    static boolean loopback(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host != null && host.isLoopbackAddress();
    }

    /** Why a request is refused. */
    record Refusal(int status, String why) {}

    /** @param open whether the path says nothing about the pipeline */
    Optional<Refusal> refuse(HttpExchange exchange, boolean open) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return refusal(405, "only GET and HEAD: this is for reading");
        }
        if (exchange.getRequestURI().toString().length() > LONGEST_PATH) {
            return refusal(414, "the address is longer than " + LONGEST_PATH);
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (exchange.getRequestHeaders().containsKey("Transfer-Encoding") || length != null && !length.equals("0")) {
            return refusal(413, "a request has no body here");
        }
        if (!allowed(exchange.getRemoteAddress().getAddress())) {
            return refusal(429, "more than " + A_SECOND + " requests a second");
        }
        if (token == null) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            return host == null || LOCAL.contains(host.replaceFirst(":[0-9]+$", ""))
                    ? Optional.empty()
                    : refusal(403, "this address answers to localhost only");
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        boolean right = given != null
                && given.startsWith("Bearer ")
                && MessageDigest.isEqual(
                        token, given.substring("Bearer ".length()).strip().getBytes(StandardCharsets.UTF_8));
        return open || right ? Optional.empty() : refusal(401, "a token is needed: Authorization: Bearer TOKEN");
    }

    private static Optional<Refusal> refusal(int status, String why) {
        return Optional.of(new Refusal(status, why));
    }

    /** Whether an address may ask once more now. */
    synchronized boolean allowed(InetAddress who) {
        long now = nanos.getAsLong();
        Allowance had = allowances.getOrDefault(who, new Allowance(BURST, now));
        double credit = Math.min(BURST, had.credit() + (now - had.at()) * 1e-9 * A_SECOND);
        allowances.put(who, new Allowance(credit < 1 ? credit : credit - 1, now));
        return credit >= 1;
    }

    synchronized int remembered() {
        return allowances.size();
    }
}

package dev.sluice.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class Ports {

    /** The one address that embedded parts listen on. */
    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /** The port itself, or a free one for 0. Between this answer and its use somebody else may take it. */
    static int choose(int port, String option) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IOException("port " + port + " is outside 0..65535: choose another with " + option);
        }
        try (ServerSocket probe = new ServerSocket()) {
            // As the broker does it, so that connections which linger from a stack just stopped do not count.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return probe.getLocalPort();
        } catch (BindException taken) {
            throw new PortInUseException(port, option);
        }
    }

    /** Whether a fault is about a port that somebody else has. */
    static boolean lost(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}

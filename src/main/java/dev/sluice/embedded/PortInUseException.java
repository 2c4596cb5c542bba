package dev.sluice.embedded;

import java.io.IOException;

/** Somebody else listens on the port that was asked for. */
public final class PortInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    PortInUseException(int port, String option) {
        super("port " + port + " is in use: choose another with " + option);
    }
}

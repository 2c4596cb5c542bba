package dev.sluice.architecture.planted.noise;

import org.slf4j.Logger;

/** The core with a library beside the JDK. */
public final class PureNoLonger {

    public Logger logger;
}

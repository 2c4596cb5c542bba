package dev.sluice.avro;

/** A class that a schema may name and nobody may load; it tells when it is. */
public final class Gadget {

    static final String LOADED = "sluice.test.gadget";

    static {
        System.setProperty(LOADED, "true");
    }

    public Gadget() {}

    public Gadget(String text) {}
}

package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * The first step: a raw record is read, or becomes a letter, or is parked until the registry can be asked. What is read is
 * handed on.
 *
 * <p>Parked records leave in portions, each small against a transaction: some at every beat, and a few whenever another one
 * of a schema that is being taken up comes. So the queue becomes shorter even while the stream is faster than the beats.
 */
final class Intake {

    private static final int RECORDS_A_BEAT = 4_000;
    private static final int BYTES_A_BEAT = 4 << 20;
    private static final int RECORDS_AN_ARRIVAL = 4;

    private final Registry registry;
    private final InputReader reader;
    private final Parking parking;
    private final Outputs outputs;
    private final BiConsumer<RawInput, Input> accept;

    /** @param accept takes what was read */
    Intake(FilterPlan plan, Parking parking, Outputs outputs, BiConsumer<RawInput, Input> accept) {
        this.registry = plan.registry();
        this.reader = new InputReader(
                plan.spec(),
                plan.registry(),
                plan.scorer() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(plan.scorer().features()));
        this.parking = parking;
        this.outputs = outputs;
        this.accept = accept;
    }

    /** Takes a record that has just come. */
    void take(RawInput raw) {
        if (!parking.blocks(raw)) {
            read(raw);
            return;
        }
        if (!parking.hasRoomFor(raw)) {
            makeRoomFor(raw);
        }
        // Behind those of its schema that came before, even when these are being taken up.
        parking.park(raw);
        takeUp(RECORDS_AN_ARRIVAL);
    }

    /** Asks again for what is parked, and takes up a portion of what may leave. */
    void beat() {
        askAgain();
        takeUp(RECORDS_A_BEAT);
    }

    private void read(RawInput raw) {
        try {
            accept.accept(raw, reader.read(raw));
        } catch (BadRecordException fault) {
            outputs.letter(raw, fault);
        } catch (UnknownSchemaException denied) {
            parking.park(raw);
            parking.deny(Parking.schemaId(raw));
        } catch (RegistryUnavailableException outage) {
            parking.park(raw);
        }
    }

    // The outage may be over since the last look, above all after a start.
    private void makeRoomFor(RawInput raw) {
        parking.hurry();
        askAgain();
        for (Parking.Released next = null; !parking.hasRoomFor(raw) && (next = parking.release()) != null; ) {
            leave(next);
        }
        parking.holdClock();
    }

    private void askAgain() {
        for (Integer id = null; registry.mayAsk() && (id = parking.nextDue()) != null; ) {
            try {
                registry.schema(id);
                parking.settle(id, null);
            } catch (BadRecordException notAvro) {
                parking.settle(id, notAvro);
            } catch (UnknownSchemaException denied) {
                if (parking.deny(id) >= Parking.DENIALS) {
                    parking.settle(id, verdict(denied));
                }
            } catch (RegistryUnavailableException outage) {
                // Asked again later, with a growing pause.
            }
        }
    }

    private void takeUp(int most) {
        int size = 0;
        Parking.Released next = null;
        for (int i = 0; i < most && size < BYTES_A_BEAT && (next = parking.release()) != null; i++) {
            size += next.raw().size();
            leave(next);
        }
        if (size > 0) {
            parking.holdClock();
        }
    }

    private void leave(Parking.Released released) {
        if (released.verdict() == null) {
            read(released.raw());
        } else {
            outputs.letter(released.raw(), released.verdict());
        }
    }

    private static BadRecordException verdict(UnknownSchemaException denied) {
        return new BadRecordException(
                denied.letterCause(), denied.getMessage() + " (asked " + Parking.DENIALS + " times)");
    }
}

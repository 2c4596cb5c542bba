package dev.sluice.stream;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory of all RocksDB stores of one running pipeline: one block cache, and one manager of write buffers that
 * charges them to that cache. So there is one bound, however many partitions this instance has.
 *
 * <p>Without it each store has a cache of 50 MiB and three write buffers of 16 MiB of its own, and the memory of an instance
 * would grow with the partitions that it takes over. Index and filter blocks are in the cache too, as they would otherwise
 * grow with the data.
 *
 * <p>A store that is still open when this is closed keeps its share of the memory until it is closed itself.
 */
final class RocksMemory implements AutoCloseable {

    /** Where {@link RocksMemorySetter} finds it among the settings of Kafka Streams. */
    static final String CONFIG = "sluice.rocksdb.memory";

    // Small buffers, since every partition fills some: RocksDB reserves an eighth of one at the first write.
    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    private static final double WRITE_SHARE = .5;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /** @param bytes of all blocks and write buffers together */
    RocksMemory(long bytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes);
        writeBuffers = new WriteBufferManager((long) (bytes * WRITE_SHARE), cache);
    }

    /** Makes one store use this memory. */
    void share(Options options) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    }

    /** Bytes in use, write buffers included. */
    long used() {
        return cache.getUsage();
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}

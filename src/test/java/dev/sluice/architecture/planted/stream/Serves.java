package dev.sluice.architecture.planted.stream;

import com.sun.net.httpserver.HttpServer;

/** A server where none belongs. */
final class Serves {

    HttpServer server;
}

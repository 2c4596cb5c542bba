package dev.sluice.judge;

/** Where a decided sample goes. */
public enum Route {
    CLEAN,
    QUARANTINE
}

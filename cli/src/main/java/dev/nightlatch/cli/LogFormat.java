package dev.nightlatch.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// How the operator's log is written.
enum LogFormat {
  /// For people.
  text {
    @Override
    String line(ILoggingEvent event) {
      return LogLine.text(event);
    }
  },
  /// One JSON object a line, for programs.
  json {
    @Override
    String line(ILoggingEvent event) {
      return LogLine.json(event);
    }
  };

  /// One event as one line, without its end.
  abstract String line(ILoggingEvent event);
}

package dev.tocsin.channels.shell;

import java.util.List;

/**
 * What is run.
 *
 * @param command the program's absolute path and its arguments, which may hold placeholders
 * @param secret given to the command in its environment; empty for none
 */
record ShellSettings(List<String> command, String secret) {

  ShellSettings {
    command = List.copyOf(command);
  }
}

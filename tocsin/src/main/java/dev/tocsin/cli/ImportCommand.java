package dev.tocsin.cli;

import picocli.CommandLine.Command;

/** Checks from elsewhere. */
@Command(
    name = "import",
    description = "Bring checks from a Healthchecks server, or from a table of cron.",
    subcommands = {HealthchecksImport.class, CrontabImport.class})
final class ImportCommand extends CommandGroup {}

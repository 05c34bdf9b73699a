/** A file of checks: YAML read so that every member knows its line, secrets filled in. */
@NullMarked
package dev.tocsin.yaml;

import org.jspecify.annotations.NullMarked;

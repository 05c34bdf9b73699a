/** Cards to Microsoft Teams through a workflow that begins with a web request. */
@NullMarked
package dev.tocsin.channels.msteams;

import org.jspecify.annotations.NullMarked;

/** Cards to Google Chat through an incoming webhook. */
@NullMarked
package dev.tocsin.channels.googlechat;

import org.jspecify.annotations.NullMarked;

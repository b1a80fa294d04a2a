/** Texts as Go reads and writes them: durations, numbers, query strings, paths. */
package io.curia.http.text;

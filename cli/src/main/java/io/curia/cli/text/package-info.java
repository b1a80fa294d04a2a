/** Tables, archives and notations. */
package io.curia.cli.text;

/** An example of a plugin: one filter and the service that provides it. */
package org.example.scanlines;

#!/usr/bin/env node
process.stdout.write('usage: signalbox <command>\n');

/** Collectors for which every node has something. Of the others, one that finds nothing counts as failed. */
export const everywhere = 'cpu|diskstats|filesystem|loadavg|meminfo|netdev|stat|time|uname|vmstat';

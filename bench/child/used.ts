/** The milliseconds of CPU time that this process has used, in its own code and in the system. */
export const used = (): number => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1000;
};

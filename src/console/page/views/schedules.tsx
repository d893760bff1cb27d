export const Schedules = () => <p>soon</p>;

export const Rejected = () => <p>soon</p>;

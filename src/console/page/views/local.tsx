export const Local = () => <p>soon</p>;

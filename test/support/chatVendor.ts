/** The vendor of the tests' models, and what its extension calls it. */
export const chatVendor = 'glimpse-test';
export const chatProvider = 'Model Makers';

/** What the manifest of an extension says so that its models can be registered. */
export const chatContribution = {
	languageModelChatProviders: [{ vendor: chatVendor, displayName: chatProvider }],
};
